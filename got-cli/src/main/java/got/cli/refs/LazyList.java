package got.cli.refs;

import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/** A list whose elements are made anew each time one is looked at, so that none stays. */
final class LazyList<E> extends AbstractList<E> implements RandomAccess {
  private final int size;
  private final IntFunction<E> element;

  LazyList(int size, IntFunction<E> element) {
    this.size = size;
    this.element = element;
  }

  @Override
  public E get(int index) {
    return element.apply(index);
  }

  @Override
  public int size() {
    return size;
  }
}
