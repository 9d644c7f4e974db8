package got.ipc.wire;

import got.ipc.BadValueException;
import got.ipc.ChannelException;
import got.ipc.Limits;
import got.ipc.Message;
import got.ipc.Oddity;
import got.ipc.PackEntry;
import got.ipc.PackLimits;
import java.util.ArrayList;
import java.util.List;

/** The messages about packs; part of {@link Codec}. */
final class PackCodec {
  private PackCodec() {}

  static Wire.PackLimits limits(PackLimits limits) {
    return Wire.PackLimits.newBuilder()
        .setPackBytes(limits.packBytes())
        .setObjectBytes(limits.objectBytes())
        .setGrowth(limits.growth())
        .build();
  }

  static PackLimits limits(Wire.PackLimits m) throws ChannelException {
    Codec.known(m);
    return new PackLimits(
        Codec.count(m.getPackBytes()), Codec.count(m.getObjectBytes()), Codec.count(m.getGrowth()));
  }

  static Wire.Inspected inspected(Message.Inspected m) {
    Wire.Inspected.Builder out = Wire.Inspected.newBuilder().setMissingLinks(m.missingLinks());
    for (Oddity oddity : m.oddities()) {
      out.addOddities(Wire.Oddity.newBuilder().setName(oddity.name()).setObjects(oddity.objects()));
    }
    return out.build();
  }

  static Message.Inspected inspected(Wire.Inspected m) throws ChannelException {
    if (m.getOdditiesCount() > Limits.ODDITIES) {
      throw ChannelException.rules("too many oddities");
    }
    List<Oddity> oddities = new ArrayList<>();
    for (Wire.Oddity oddity : m.getOdditiesList()) {
      Codec.known(oddity);
      oddities.add(new Oddity(oddity.getName(), Codec.count(oddity.getObjects())));
    }
    return new Message.Inspected(Codec.count(m.getMissingLinks()), List.copyOf(oddities));
  }

  static Wire.Entries entries(Message.Entries m) {
    Wire.Entries.Builder out = Wire.Entries.newBuilder();
    m.entries().forEach(entry -> out.addEntries(entry(entry)));
    return out.build();
  }

  private static Wire.PackEntry.Builder entry(PackEntry entry) {
    Wire.PackEntry.Builder out =
        Wire.PackEntry.newBuilder()
            .setOffset(entry.offset())
            .setSize(entry.size())
            .setPackedSize(entry.packedSize());
    switch (entry.base()) {
      case PackEntry.NoBase _ -> {
        // Both fields stay as they are.
      }
      case PackEntry.OffsetBase base -> out.setBaseOffset(base.offset());
      case PackEntry.IdBase base -> out.setBaseId(Codec.id(base.id()));
    }
    if (entry.content() instanceof PackEntry.Resolved made) {
      out.setType(made.type().code())
          .setId(Codec.id(made.id()))
          .setObjectSize(made.size())
          .setDepth(made.depth());
    }
    return out;
  }

  static Message.Entries entries(Wire.Entries m) throws ChannelException, BadValueException {
    if (m.getEntriesCount() > Limits.ENTRIES) {
      throw ChannelException.rules("too many entries");
    }
    List<PackEntry> entries = new ArrayList<>();
    for (Wire.PackEntry entry : m.getEntriesList()) {
      Codec.known(entry);
      entries.add(
          PackEntry.check(
              Codec.count(entry.getOffset()),
              Codec.count(entry.getSize()),
              Codec.count(entry.getPackedSize()),
              base(entry),
              content(entry)));
    }
    return new Message.Entries(List.copyOf(entries));
  }

  private static PackEntry.Base base(Wire.PackEntry m) throws ChannelException {
    boolean hasOffset = m.getBaseOffset() != 0;
    if (m.getBaseId().isEmpty()) {
      return hasOffset
          ? new PackEntry.OffsetBase(Codec.count(m.getBaseOffset()))
          : new PackEntry.NoBase();
    }
    if (hasOffset) {
      throw ChannelException.rules("entry with two bases");
    }
    return new PackEntry.IdBase(Codec.id(m.getBaseId()));
  }

  private static PackEntry.Content content(Wire.PackEntry m)
      throws ChannelException, BadValueException {
    if (m.getType() != 0) {
      return new PackEntry.Resolved(
          Codec.id(m.getId()),
          PackEntry.Type.of(m.getType()),
          Codec.count(m.getObjectSize()),
          Codec.count(m.getDepth()));
    }
    if (!m.getId().isEmpty() || m.getObjectSize() != 0 || m.getDepth() != 0) {
      throw ChannelException.rules("object of no type");
    }
    return new PackEntry.Unresolved();
  }

  static Wire.Listed listed(Message.Listed m) {
    return Wire.Listed.newBuilder()
        .setChecksum(Codec.id(m.checksum()))
        .setObjects(m.objects())
        .setPackBytes(m.packBytes())
        .setUnresolved(m.unresolved())
        .setMissingBases(m.missingBases())
        .build();
  }

  static Message.Listed listed(Wire.Listed m) throws ChannelException {
    Message.Listed message =
        new Message.Listed(
            Codec.id(m.getChecksum()),
            Codec.count(m.getObjects()),
            Codec.count(m.getPackBytes()),
            Codec.count(m.getUnresolved()),
            Codec.count(m.getMissingBases()));
    if (message.unresolved() > message.objects() || message.missingBases() > message.unresolved()) {
      throw ChannelException.rules("impossible number of deltas");
    }
    return message;
  }
}
