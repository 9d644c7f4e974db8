package got.index.object;

import got.ipc.HashAlgorithm;
import got.pack.ObjectType;

/**
 * What the objects of a pack refer to: each id and type once, as 64 bits that {@link SipHash} makes
 * of both.
 *
 * <p>First all links are added, then every object of the pack answers; {@link #missing} are the
 * links that none answered. A link to nothing passes if its hash is that of an object: among n
 * objects with a probability of n/2^64, for ten million one in 1.8 * 10^12, and nobody who does not
 * know the key can raise it.
 *
 * <p>Open addressing in 64 stripes with a lock each. A stripe grows by a quarter, and their first
 * sizes differ so that they grow one after the other: 10 to 12.5 bytes a link, 11 on average, and
 * never a second copy of more than one stripe. Any number of threads.
 */
public final class LinkSet implements Links {
  private static final int STRIPE_BITS = 6;
  private static final int STRIPES = 1 << STRIPE_BITS;

  private final SipHash hash;
  private final int idBytes;
  private final Stripe[] stripes = new Stripe[STRIPES];

  /**
   * @param key0 with {@code key1} a secret of this run, from a source that nobody can guess
   */
  public LinkSet(HashAlgorithm algorithm, long key0, long key1) {
    hash = new SipHash(key0, key1);
    this.idBytes = algorithm.idBytes();
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe(4 * STRIPES + i);
    }
  }

  @Override
  public void add(byte[] source, int offset, ObjectType type) {
    addNew(source, offset, type);
  }

  /** Adds a link; true if it is the first of its kind. */
  boolean addNew(byte[] source, int offset, ObjectType type) {
    long key = hash(source, offset, type);
    return stripe(key).add(key);
  }

  /** Distinct links. A pack in which none is missing holds at least as many objects. */
  public long size() {
    long size = 0;
    for (Stripe stripe : stripes) {
      size += stripe.size();
    }
    return size;
  }

  /** An object is in the pack. Once nothing is added any more. */
  public void answer(byte[] source, int offset, ObjectType type) {
    long key = hash(source, offset, type);
    stripe(key).answer(key);
  }

  /** Distinct links that no object answered. */
  public long missing() {
    long missing = 0;
    for (Stripe stripe : stripes) {
      missing += stripe.missing();
    }
    return missing;
  }

  /** Whether this is a link that no object answered: to name it in a second pass. */
  public boolean isMissing(byte[] source, int offset, ObjectType type) {
    long key = hash(source, offset, type);
    return stripe(key).isMissing(key);
  }

  /** Memory held, in bytes, roughly. */
  public long heldBytes() {
    long bytes = 0;
    for (Stripe stripe : stripes) {
      bytes += stripe.heldBytes();
    }
    return bytes;
  }

  private long hash(byte[] source, int offset, ObjectType type) {
    return hash.of(source, offset, idBytes, type.code());
  }

  private Stripe stripe(long key) {
    return stripes[(int) (key >>> (Long.SIZE - STRIPE_BITS))];
  }

  private static final class Stripe {
    private static final int NOT_FOUND = -1;

    /** Free places are 0. */
    private long[] table;

    private int size;

    /** One bit for each place of the table; none before the first answer. */
    private long[] answered = {};

    private int answers;

    Stripe(int places) {
      table = new long[places];
    }

    synchronized int size() {
      return size;
    }

    synchronized int missing() {
      return size - answers;
    }

    synchronized long heldBytes() {
      return 8L * (table.length + answered.length);
    }

    synchronized boolean add(long key) {
      if (answered.length != 0) {
        throw new IllegalStateException("link after the first answer");
      }
      boolean isNew = insert(table, key);
      if (isNew && ++size > table.length / 5 * 4) {
        grow();
      }
      return isNew;
    }

    private void grow() {
      long[] larger = new long[Math.addExact(table.length, table.length / 4)];
      for (long key : table) {
        if (key != 0) {
          insert(larger, key);
        }
      }
      table = larger;
    }

    private static boolean insert(long[] table, long key) {
      long kept = keep(key);
      int place = home(table, key);
      while (table[place] != 0) {
        if (table[place] == kept) {
          return false;
        }
        place = place + 1 == table.length ? 0 : place + 1;
      }
      table[place] = kept;
      return true;
    }

    /** Where the search begins: the key's bits below the stripe's, scaled to the table. */
    private static int home(long[] table, long key) {
      return (int) Math.unsignedMultiplyHigh(key << STRIPE_BITS, table.length);
    }

    /** The key as it stands in the table, where 0 means free; 0 and 1 are one key. */
    private static long keep(long key) {
      return key == 0 ? 1 : key;
    }

    synchronized void answer(long key) {
      if (answered.length == 0) {
        answered = new long[(table.length + Long.SIZE - 1) / Long.SIZE];
      }
      int place = find(key);
      if (place != NOT_FOUND && !isAnswered(place)) {
        answered[place / Long.SIZE] |= 1L << place;
        answers++;
      }
    }

    synchronized boolean isMissing(long key) {
      int place = find(key);
      return place != NOT_FOUND && !isAnswered(place);
    }

    private boolean isAnswered(int place) {
      return answered.length != 0 && (answered[place / Long.SIZE] & 1L << place) != 0;
    }

    private int find(long key) {
      long kept = keep(key);
      int place = home(table, key);
      while (table[place] != 0) {
        if (table[place] == kept) {
          return place;
        }
        place = place + 1 == table.length ? 0 : place + 1;
      }
      return NOT_FOUND;
    }
  }
}
