/** What is in a pack file and its index: shared by the helpers that read or write packs. */
@org.jspecify.annotations.NullMarked
module got.pack {
  requires got.ipc;
  requires static org.jspecify;

  exports got.pack;
  exports got.pack.digest;
  exports got.pack.idx;
  exports got.pack.inflate;
  exports got.pack.object;
}
