/**
 * got-fetch-http: TLS and HTTP between a server and got-fetch-pack.
 *
 * <pre>
 *   got ── network, CA bundle, end of a socket pair ──▶ FetchHttp
 *   network ─▶ Tls ─▶ Gate ─▶ HttpCore ─▶ Answer ─▶ Discovery ─▶ Relay ─▶ socket pair
 *   network ◀──────────────── HttpConnection ◀──────────────── GitRequests ◀─ socket pair
 * </pre>
 *
 * <p>{@link got.http.FetchHttp} asks for the references until the server has them or got gives up.
 * Once got connects no more, it makes one POST of each request of got-fetch-pack. {@code Gate}
 * judges every byte of a head and of a chunk before the library sees it.
 */
package got.http;
