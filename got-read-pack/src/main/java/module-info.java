/**
 * The helper that reads a repository which is there. Sees no network class and no name of a file.
 */
@org.jspecify.annotations.NullMarked
module got.read {
  requires got.ipc;
  requires got.pack;
  requires static org.jspecify;
}
