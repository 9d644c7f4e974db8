/** The helper that speaks TLS and HTTP with a server. Knows nothing of references and packs. */
@org.jspecify.annotations.NullMarked
module got.http {
  requires got.ipc;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires static org.jspecify;
}
