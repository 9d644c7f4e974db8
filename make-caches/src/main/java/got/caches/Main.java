package got.caches;

import java.io.IOException;

/** The program make-caches: makes the caches of the tree it belongs to, unless all are there. */
final class Main {
  private Main() {}

  /** Exit status: 0 all caches are there, 1 at least one is not, and its program starts slowly. */
  public static void main(String[] args) {
    int status = 0;
    try {
      Tree tree = Tree.own();
      if (!tree.isComplete()) {
        try (Training training = new Training(tree)) {
          training.run();
        }
      }
      tree.touchCaches();
    } catch (IOException e) {
      System.err.println("make-caches: " + e.getMessage());
      status = 1;
    } catch (InterruptedException e) {
      status = 1;
    }
    System.exit(status);
  }
}
