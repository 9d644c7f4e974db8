/** What runs in a helper's place to show how it is confined. In no archive but its own. */
@org.jspecify.annotations.NullMarked
module got.probe {
  requires got.ipc;
  requires static org.jspecify;

  exports got.probe;
}
