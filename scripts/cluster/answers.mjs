import { get } from "node:http";

/** Whether a web server answers with success. */
export function answers(url) {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 1000 }, (response) => resolve(response.resume().statusCode === 200));
    request.on("error", () => resolve(false)).on("timeout", () => request.destroy());
  });
}
