import { z } from "zod";

/** What one operation of the REST interface takes and answers; the document is made of these and of nothing else. */
export type RestOperation = {
  readonly path: string;
  readonly method: "get" | "post";
  readonly id: string;
  readonly summary: string;
  readonly scope: string;
  readonly body?: z.ZodType;
  /** What may follow the question mark. */
  readonly query?: z.ZodObject;
  readonly answer: z.ZodType;
};

const problemDetails = z.strictObject({
  type: z.string(),
  status: z.int(),
  code: z.string(),
  title: z.string(),
  details: z.array(z.string()),
});

/** The OpenAPI 3.1 document of these operations. Schemas are the ones that requests are read with. */
export function toOpenApi(operations: readonly RestOperation[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: toOperation(operation) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "clearing-desk", version: "1" },
    paths,
    components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
  };
}

function toOperation({ id, summary, scope, path, method, body, query, answer }: RestOperation): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter(`${name}`, "path"));
  const header = method === "post" ? [parameter("Idempotency-Key", "header")] : [];
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    ...{ name, in: "query", required: false },
    schema: z.toJSONSchema(schema as z.ZodType, { io: "input" }),
  }));
  const refused = (description: string) => ({ description, content: json(problemDetails, "problem+json") });
  return {
    operationId: id,
    summary,
    description: `Needs a key with the scope ${scope}.`,
    security: [{ key: [] }],
    parameters: [...inPath, ...header, ...inQuery],
    ...(body ? { requestBody: { required: true, content: json(body) } } : {}),
    responses: {
      [method === "post" ? "202" : "200"]: { description: "Done", content: json(answer) },
      "400": refused("Not described as it should be"),
      "401": refused("The key is missing, unknown, expired, or not for this"),
      ...(method === "get" ? { "404": refused("Not there, or not visible to this key") } : {}),
      ...(method === "post" ? { "422": refused("Understood and refused; nothing was done") } : {}),
    },
  };
}

function parameter(name: string, place: "path" | "header"): object {
  return { name, in: place, required: true, schema: { type: "string" } };
}

function json(schema: z.ZodType, kind = "json"): object {
  // What is sent, before it is read: digits, not bigints.
  return { [`application/${kind}`]: { schema: z.toJSONSchema(schema, { io: "input" }) } };
}
