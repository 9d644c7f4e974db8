/** The helper that speaks to a Git server. Sees neither java.util.zip nor a file. */
@org.jspecify.annotations.NullMarked
module got.fetch {
  requires got.ipc;
  requires got.pkt;
  requires static org.jspecify;
}
