// Stands in for the package `server-only` in tests: that one refuses every bundler it does not know.
export {};
