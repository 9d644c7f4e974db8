package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparesTest {
  private final Spares spares = new Spares();

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 1023, 1024, 1025, 1279, 1280, 1281, 99_999, (1 << 20) - 1, 1 << 20, 9 << 20})
  void arrayIsLongEnoughAndHardlyLonger(int size) {
    for (int i = 0; i < 2; i++) {
      byte[] array = spares.take(size);
      assertThat(array.length).isBetween(size, size + size / 4);
      spares.give(array);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 1025, 1281, 99_999, 1 << 20})
  void arrayIsUsedAgain(int size) {
    byte[] array = spares.take(size);
    spares.give(array);
    assertThat(spares.take(size)).isSameAs(array);
    assertThat(spares.take(size)).isNotSameAs(array);
  }

  /** Arrays come from elsewhere, too. */
  @ParameterizedTest
  @ValueSource(ints = {1024, 1279, 1281, 99_999, 1_000_000})
  void givenArrayServesNoneLongerThanItself(int length) {
    spares.give(new byte[length]);
    for (int size = length + 1; size < length + length / 2; size += 1 + length / 100) {
      assertThat(spares.take(size).length).isGreaterThanOrEqualTo(size);
    }
  }

  @Test
  void onlySoMuchIsKept() {
    byte[] small = new byte[Spares.LEAST_BYTES];
    spares.give(small);
    byte[][] large = new byte[Spares.MOST_BYTES / Spares.LARGEST_BYTES][Spares.LARGEST_BYTES];
    for (byte[] array : large) {
      spares.give(array);
    }
    assertThat(spares.take(small.length)).as("had to go").isNotSameAs(small);
    for (int i = large.length - 1; i >= 0; i--) {
      assertThat(spares.take(Spares.LARGEST_BYTES)).as("array %d", i).isSameAs(large[i]);
    }
  }

  /** Else those left from the beginning of a chain would never be used at its end. */
  @Test
  void largerArrayServesToo() {
    byte[] array = spares.take(4000);
    spares.give(array);
    assertThat(spares.take(Spares.LEAST_BYTES).length).isEqualTo(array.length);
    spares.give(array);
    assertThat(spares.take(Spares.LEAST_BYTES - 1).length).isEqualTo(Spares.LEAST_BYTES - 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1023})
  void smallOnesAreNotKept(int length) {
    byte[] array = new byte[length];
    spares.give(array);
    assertThat(spares.take(length)).isNotSameAs(array);
  }

  @Test
  void twoLargeOnesAreKept() {
    byte[] small = spares.take(2 << 20);
    byte[] middle = spares.take(3 << 20);
    byte[] large = spares.take(4 << 20);
    spares.give(middle);
    spares.give(small);
    spares.give(large);
    assertThat(spares.take(3 << 20)).isSameAs(middle);
    assertThat(spares.take(2 << 20)).as("serves for less").isSameAs(large);
    assertThat(spares.take(2 << 20)).isNotSameAs(small);
  }
}
