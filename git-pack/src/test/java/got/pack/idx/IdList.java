package got.pack.idx;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Rows of an index as a test states them. */
public final class IdList implements IndexRows {
  private final HashAlgorithm algorithm;
  private final List<Row> rows = new ArrayList<>();

  private record Row(long offset, int crc, ObjectId id) {}

  public IdList(HashAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  public void add(long offset, int crc, ObjectId id) {
    rows.add(new Row(offset, crc, id));
  }

  @Override
  public HashAlgorithm algorithm() {
    return algorithm;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public long idPrefix(int row) {
    byte[] id = new byte[algorithm.idBytes()];
    copyId(row, id, 0);
    return ByteBuffer.wrap(id).getLong();
  }

  @Override
  public int compareIds(int a, int b) {
    return rows.get(a).id().compareTo(rows.get(b).id());
  }

  @Override
  public void copyId(int row, byte[] target, int offset) {
    rows.get(row).id().copyTo(target, offset);
  }

  @Override
  public int crc(int row) {
    return rows.get(row).crc();
  }

  @Override
  public long offset(int row) {
    return rows.get(row).offset();
  }
}
