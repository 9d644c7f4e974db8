package got.ipc.index;

import got.ipc.BadValueException;
import got.ipc.Body;
import got.ipc.ChannelException;
import got.ipc.Codec;
import got.ipc.Limits;
import got.ipc.Oddity;
import got.ipc.index.IndexTalk.Entries;
import got.ipc.index.IndexTalk.Indexed;
import got.ipc.index.IndexTalk.Indexing;
import got.ipc.index.IndexTalk.Inspected;
import got.ipc.index.IndexTalk.Listed;
import got.ipc.index.IndexTalk.Reply;
import got.ipc.wire.IndexWire;
import got.ipc.wire.IndexWire.IndexReply;
import got.ipc.wire.IndexWire.IndexReply.BodyCase;
import got.ipc.wire.Values;
import java.util.ArrayList;
import java.util.List;

/** Replies of got-index-pack. */
final class IndexReplyCodec implements Codec<Reply> {
  @Override
  public Class<? extends Reply> kind(int number) throws ChannelException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case INDEXING -> Indexing.class;
      case INDEXED -> Indexed.class;
      case INSPECTED -> Inspected.class;
      case ENTRIES -> Entries.class;
      case LISTED -> Listed.class;
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  @Override
  public Body encode(Reply message) {
    return switch (message) {
      case Indexing m ->
          Values.body(
              IndexReply.INDEXING_FIELD_NUMBER,
              IndexWire.Indexing.newBuilder()
                  .setBytes(m.bytes())
                  .setObjects(m.objects())
                  .setIndexed(m.indexed())
                  .setDeltas(m.deltas())
                  .setResolved(m.resolved())
                  .build());
      case Indexed m ->
          Values.body(
              IndexReply.INDEXED_FIELD_NUMBER,
              IndexWire.Indexed.newBuilder()
                  .setChecksum(Values.id(m.checksum()))
                  .setObjects(m.objects())
                  .setPackBytes(m.packBytes())
                  .setIndexBytes(m.indexBytes())
                  .setAppended(m.appended())
                  .setAppendedBytes(m.appendedBytes())
                  .build());
      case Inspected m -> Values.body(IndexReply.INSPECTED_FIELD_NUMBER, inspected(m));
      case Entries m -> Values.body(IndexReply.ENTRIES_FIELD_NUMBER, EntryCodec.entries(m));
      case Listed m ->
          Values.body(
              IndexReply.LISTED_FIELD_NUMBER,
              IndexWire.Listed.newBuilder()
                  .setChecksum(Values.id(m.checksum()))
                  .setObjects(m.objects())
                  .setPackBytes(m.packBytes())
                  .setUnresolved(m.unresolved())
                  .setMissingBases(m.missingBases())
                  .setOutsideBases(m.outsideBases())
                  .build());
    };
  }

  @Override
  public Reply decode(int number, byte[] buffer, int offset, int length)
      throws ChannelException, BadValueException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case INDEXING -> indexing(Values.parse(IndexWire.Indexing.parser(), buffer, offset, length));
      case INDEXED -> indexed(Values.parse(IndexWire.Indexed.parser(), buffer, offset, length));
      case INSPECTED ->
          inspected(Values.parse(IndexWire.Inspected.parser(), buffer, offset, length));
      case ENTRIES ->
          EntryCodec.entries(Values.parse(IndexWire.Entries.parser(), buffer, offset, length));
      case LISTED -> listed(Values.parse(IndexWire.Listed.parser(), buffer, offset, length));
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  private static Indexing indexing(IndexWire.Indexing m) throws ChannelException {
    Indexing message =
        new Indexing(
            Values.count(m.getBytes()),
            Values.count(m.getObjects()),
            Values.count(m.getIndexed()),
            Values.count(m.getDeltas()),
            Values.count(m.getResolved()));
    if (message.indexed() > message.objects()
        || message.deltas() > message.indexed()
        || message.resolved() > message.deltas()) {
      throw ChannelException.rules("impossible progress");
    }
    return message;
  }

  private static Indexed indexed(IndexWire.Indexed m) throws ChannelException {
    Indexed message =
        new Indexed(
            Values.id(m.getChecksum()),
            Values.count(m.getObjects()),
            Values.count(m.getPackBytes()),
            Values.count(m.getIndexBytes()),
            Values.count(m.getAppended()),
            Values.count(m.getAppendedBytes()));
    if (message.appended() > message.objects()
        || message.appendedBytes() > message.packBytes()
        || (message.appended() == 0) != (message.appendedBytes() == 0)) {
      throw ChannelException.rules("impossible addition to a pack");
    }
    return message;
  }

  private static IndexWire.Inspected inspected(Inspected m) {
    IndexWire.Inspected.Builder out =
        IndexWire.Inspected.newBuilder().setMissingLinks(m.missingLinks());
    for (Oddity oddity : m.oddities()) {
      out.addOddities(
          IndexWire.Oddity.newBuilder().setName(oddity.name()).setObjects(oddity.objects()));
    }
    return out.build();
  }

  private static Inspected inspected(IndexWire.Inspected m) throws ChannelException {
    if (m.getOdditiesCount() > Limits.ODDITIES) {
      throw ChannelException.rules("too many oddities");
    }
    List<Oddity> oddities = new ArrayList<>();
    for (IndexWire.Oddity oddity : m.getOdditiesList()) {
      Values.known(oddity);
      oddities.add(new Oddity(oddity.getName(), Values.count(oddity.getObjects())));
    }
    return new Inspected(Values.count(m.getMissingLinks()), List.copyOf(oddities));
  }

  private static Listed listed(IndexWire.Listed m) throws ChannelException {
    Listed message =
        new Listed(
            Values.id(m.getChecksum()),
            Values.count(m.getObjects()),
            Values.count(m.getPackBytes()),
            Values.count(m.getUnresolved()),
            Values.count(m.getMissingBases()),
            Values.count(m.getOutsideBases()));
    if (message.unresolved() > message.objects()
        || message.missingBases() > message.unresolved()
        || message.outsideBases() > message.objects() - message.unresolved()) {
      throw ChannelException.rules("impossible number of deltas");
    }
    return message;
  }
}
