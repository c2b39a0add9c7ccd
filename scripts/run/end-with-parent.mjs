// Preloaded into every service: when whoever started it is gone, even by kill -9, the channel to it closes, and the
// service ends instead of keeping its port and its jobs.
process.once("disconnect", () => process.exit(0));
// Listening must not by itself keep a finished process alive.
process.channel?.unref();
