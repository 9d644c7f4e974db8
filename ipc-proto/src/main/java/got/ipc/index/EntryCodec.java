package got.ipc.index;

import got.ipc.BadValueException;
import got.ipc.ChannelException;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.index.IndexTalk.Entries;
import got.ipc.wire.IndexWire;
import got.ipc.wire.Values;
import java.util.ArrayList;
import java.util.List;

/** Entries of a pack; part of {@link IndexReplyCodec}. */
final class EntryCodec {
  private EntryCodec() {}

  static IndexWire.Entries entries(Entries m) {
    IndexWire.Entries.Builder out = IndexWire.Entries.newBuilder();
    m.entries().forEach(entry -> out.addEntries(entry(entry)));
    return out.build();
  }

  private static IndexWire.PackEntry.Builder entry(PackEntry entry) {
    IndexWire.PackEntry.Builder out =
        IndexWire.PackEntry.newBuilder()
            .setOffset(entry.offset())
            .setSize(entry.size())
            .setPackedSize(entry.packedSize());
    switch (entry.base()) {
      case PackEntry.NoBase _ -> {
        // Both fields stay as they are.
      }
      case PackEntry.OffsetBase base -> out.setBaseOffset(base.offset());
      case PackEntry.IdBase base -> out.setBaseId(Values.id(base.id()));
      case PackEntry.OutsideBase base -> out.setBaseId(Values.id(base.id())).setOutside(true);
    }
    if (entry.content() instanceof PackEntry.Resolved made) {
      out.setType(made.type().code())
          .setId(Values.id(made.id()))
          .setObjectSize(made.size())
          .setDepth(made.depth());
    }
    return out;
  }

  static Entries entries(IndexWire.Entries m) throws ChannelException, BadValueException {
    if (m.getEntriesCount() > Limits.ENTRIES) {
      throw ChannelException.rules("too many entries");
    }
    List<PackEntry> entries = new ArrayList<>();
    for (IndexWire.PackEntry entry : m.getEntriesList()) {
      Values.known(entry);
      entries.add(
          PackEntry.check(
              Values.count(entry.getOffset()),
              Values.count(entry.getSize()),
              Values.count(entry.getPackedSize()),
              base(entry),
              content(entry)));
    }
    return new Entries(List.copyOf(entries));
  }

  private static PackEntry.Base base(IndexWire.PackEntry m) throws ChannelException {
    boolean hasOffset = m.getBaseOffset() != 0;
    if (m.getBaseId().isEmpty()) {
      if (m.getOutside()) {
        throw ChannelException.rules("base outside without an id");
      }
      return hasOffset
          ? new PackEntry.OffsetBase(Values.count(m.getBaseOffset()))
          : new PackEntry.NoBase();
    }
    if (hasOffset) {
      throw ChannelException.rules("entry with two bases");
    }
    ObjectId id = Values.id(m.getBaseId());
    return m.getOutside() ? new PackEntry.OutsideBase(id) : new PackEntry.IdBase(id);
  }

  private static PackEntry.Content content(IndexWire.PackEntry m)
      throws ChannelException, BadValueException {
    if (m.getType() != 0) {
      return new PackEntry.Resolved(
          Values.id(m.getId()),
          PackEntry.Type.of(m.getType()),
          Values.count(m.getObjectSize()),
          Values.count(m.getDepth()));
    }
    if (!m.getId().isEmpty() || m.getObjectSize() != 0 || m.getDepth() != 0) {
      throw ChannelException.rules("object of no type");
    }
    return new PackEntry.Unresolved();
  }
}
