import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { hashOf } from "@/server/attachments/attachment-store";

/** A bucket in memory that checks the signature by the rules of Signature Version 4, written down a second time. */
export async function openFakeBucket() {
  const objects = new Map<string, Buffer>();
  const paths: string[] = [];
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const isSigned = ({ method, url, headers }: IncomingMessage): boolean => {
    const [, date, region, signedHeaders, signature] =
      /^AWS4-HMAC-SHA256 Credential=AKID\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
        headers.authorization ?? "",
      ) ?? [];
    if (!date || !region || !signedHeaders) return false;
    const canonicalHeaders = signedHeaders.split(";").map((name) => `${name}:${headers[name]}\n`);
    const canonical = [method, url, "", canonicalHeaders.join(""), signedHeaders, headers["x-amz-content-sha256"]];
    const scope = `${date}/${region}/s3/aws4_request`;
    const hashed = createHash("sha256").update(canonical.join("\n")).digest("hex");
    const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hashed].join("\n");
    const key = hmac(hmac(hmac(hmac("AWS4secret", date), region), "s3"), "aws4_request");
    return hmac(key, toSign).toString("hex") === signature;
  };
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const path = request.url ?? "";
    paths.push(path);
    if (!isSigned(request)) return response.writeHead(403).end();
    if (request.method === "PUT") {
      if (hashOf(body) !== request.headers["x-amz-content-sha256"]) return response.writeHead(400).end();
      objects.set(path, body);
      return response.writeHead(200).end();
    }
    const object = objects.get(path);
    return object ? response.writeHead(200).end(object) : response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { server, paths, objects, address: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` };
}
