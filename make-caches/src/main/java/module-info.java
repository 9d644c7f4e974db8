/** Makes the caches of classes that the programs of an installed tree start from. */
@org.jspecify.annotations.NullMarked
module got.caches {
  requires static org.jspecify;
}
