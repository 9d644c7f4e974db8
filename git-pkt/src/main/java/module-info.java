/** Packet lines and the text in them, for the helpers that speak to a Git server. */
@org.jspecify.annotations.NullMarked
module got.pkt {
  requires got.ipc;
  requires static org.jspecify;

  exports got.pkt;
}
