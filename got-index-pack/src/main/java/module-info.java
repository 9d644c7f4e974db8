/** The helper that verifies a pack and writes its index. Sees no network class. */
@org.jspecify.annotations.NullMarked
module got.index {
  requires got.ipc;
  requires got.pack;
  requires static org.jspecify;

  exports got.index.object;
  exports got.index.pack;
}
