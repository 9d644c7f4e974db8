package got.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gathers what goes to got until it is worth a message. */
final class Batch<E> {
  private final int fullBytes;
  private final Consumer<List<E>> out;
  private List<E> elements = new ArrayList<>();
  private int bytes;

  /**
   * @param fullBytes after which a message is sent
   * @param out sends one
   */
  Batch(int fullBytes, Consumer<List<E>> out) {
    this.fullBytes = fullBytes;
    this.out = out;
  }

  /**
   * @param size of the element when encoded, in bytes, or more
   */
  void add(E element, int size) {
    elements.add(element);
    bytes += size;
    if (bytes >= fullBytes) {
      send();
    }
  }

  /** Sends what is there, if anything is. */
  void send() {
    if (!elements.isEmpty()) {
      out.accept(List.copyOf(elements));
      elements = new ArrayList<>();
      bytes = 0;
    }
  }
}
