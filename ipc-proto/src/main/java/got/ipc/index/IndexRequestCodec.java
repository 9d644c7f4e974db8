package got.ipc.index;

import got.ipc.Body;
import got.ipc.ChannelException;
import got.ipc.Codec;
import got.ipc.PackLimits;
import got.ipc.index.IndexTalk.Index;
import got.ipc.index.IndexTalk.IndexFile;
import got.ipc.index.IndexTalk.IndexThin;
import got.ipc.index.IndexTalk.IndexThinFile;
import got.ipc.index.IndexTalk.ListFile;
import got.ipc.index.IndexTalk.ListThinFile;
import got.ipc.index.IndexTalk.Request;
import got.ipc.index.IndexTalk.SkipList;
import got.ipc.index.IndexTalk.SkipListEnd;
import got.ipc.index.IndexTalk.Tips;
import got.ipc.index.IndexTalk.TipsEnd;
import got.ipc.wire.IndexWire;
import got.ipc.wire.IndexWire.IndexRequest;
import got.ipc.wire.IndexWire.IndexRequest.BodyCase;
import got.ipc.wire.Values;

/** Requests to got-index-pack. */
final class IndexRequestCodec implements Codec<Request> {
  @Override
  public Class<? extends Request> kind(int number) throws ChannelException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case INDEX -> Index.class;
      case INDEX_THIN -> IndexThin.class;
      case TIPS -> Tips.class;
      case TIPS_END -> TipsEnd.class;
      case SKIP_LIST -> SkipList.class;
      case SKIP_LIST_END -> SkipListEnd.class;
      case INDEX_FILE -> IndexFile.class;
      case INDEX_THIN_FILE -> IndexThinFile.class;
      case LIST_FILE -> ListFile.class;
      case LIST_THIN_FILE -> ListThinFile.class;
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  @Override
  public Body encode(Request message) {
    return switch (message) {
      case Index m ->
          Values.body(
              IndexRequest.INDEX_FIELD_NUMBER,
              IndexWire.Index.newBuilder()
                  .setAlgorithm(Values.algorithm(m.algorithm()))
                  .setLimits(limits(m.limits()))
                  .build());
      case IndexThin m ->
          Values.body(
              IndexRequest.INDEX_THIN_FIELD_NUMBER,
              IndexWire.IndexThin.newBuilder()
                  .setAlgorithm(Values.algorithm(m.algorithm()))
                  .setLimits(limits(m.limits()))
                  .build());
      case Tips m ->
          Values.body(
              IndexRequest.TIPS_FIELD_NUMBER,
              IndexWire.Tips.newBuilder()
                  .setIds(Values.ids(m.ids()))
                  .setCommits(m.commits())
                  .build());
      case TipsEnd _ ->
          Values.body(IndexRequest.TIPS_END_FIELD_NUMBER, IndexWire.TipsEnd.getDefaultInstance());
      case SkipList m ->
          Values.body(
              IndexRequest.SKIP_LIST_FIELD_NUMBER,
              IndexWire.SkipList.newBuilder().setIds(Values.ids(m.ids())).build());
      case SkipListEnd _ ->
          Values.body(
              IndexRequest.SKIP_LIST_END_FIELD_NUMBER, IndexWire.SkipListEnd.getDefaultInstance());
      case IndexFile m ->
          Values.body(
              IndexRequest.INDEX_FILE_FIELD_NUMBER,
              IndexWire.IndexFile.newBuilder()
                  .setAlgorithm(Values.algorithm(m.algorithm()))
                  .setLimits(limits(m.limits()))
                  .build());
      case ListFile m ->
          Values.body(
              IndexRequest.LIST_FILE_FIELD_NUMBER,
              IndexWire.ListFile.newBuilder()
                  .setAlgorithm(Values.algorithm(m.algorithm()))
                  .setLimits(limits(m.limits()))
                  .build());
      case IndexThinFile m ->
          Values.body(
              IndexRequest.INDEX_THIN_FILE_FIELD_NUMBER,
              IndexWire.IndexThinFile.newBuilder()
                  .setAlgorithm(Values.algorithm(m.algorithm()))
                  .setLimits(limits(m.limits()))
                  .build());
      case ListThinFile m ->
          Values.body(
              IndexRequest.LIST_THIN_FILE_FIELD_NUMBER,
              IndexWire.ListThinFile.newBuilder()
                  .setAlgorithm(Values.algorithm(m.algorithm()))
                  .setLimits(limits(m.limits()))
                  .build());
    };
  }

  @Override
  public Request decode(int number, byte[] buffer, int offset, int length) throws ChannelException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case INDEX -> {
        IndexWire.Index m = Values.parse(IndexWire.Index.parser(), buffer, offset, length);
        yield new Index(Values.algorithm(m.getAlgorithm()), limits(m.getLimits()));
      }
      case INDEX_THIN -> {
        IndexWire.IndexThin m = Values.parse(IndexWire.IndexThin.parser(), buffer, offset, length);
        yield new IndexThin(Values.algorithm(m.getAlgorithm()), limits(m.getLimits()));
      }
      case TIPS -> {
        IndexWire.Tips m = Values.parse(IndexWire.Tips.parser(), buffer, offset, length);
        yield new Tips(Values.ids(m.getIds()), m.getCommits());
      }
      case TIPS_END -> {
        Values.parse(IndexWire.TipsEnd.parser(), buffer, offset, length);
        yield new TipsEnd();
      }
      case SKIP_LIST -> {
        IndexWire.SkipList m = Values.parse(IndexWire.SkipList.parser(), buffer, offset, length);
        yield new SkipList(Values.ids(m.getIds()));
      }
      case SKIP_LIST_END -> {
        Values.parse(IndexWire.SkipListEnd.parser(), buffer, offset, length);
        yield new SkipListEnd();
      }
      case INDEX_FILE -> {
        IndexWire.IndexFile m = Values.parse(IndexWire.IndexFile.parser(), buffer, offset, length);
        yield new IndexFile(Values.algorithm(m.getAlgorithm()), limits(m.getLimits()));
      }
      case LIST_FILE -> {
        IndexWire.ListFile m = Values.parse(IndexWire.ListFile.parser(), buffer, offset, length);
        yield new ListFile(Values.algorithm(m.getAlgorithm()), limits(m.getLimits()));
      }
      case INDEX_THIN_FILE -> {
        IndexWire.IndexThinFile m =
            Values.parse(IndexWire.IndexThinFile.parser(), buffer, offset, length);
        yield new IndexThinFile(Values.algorithm(m.getAlgorithm()), limits(m.getLimits()));
      }
      case LIST_THIN_FILE -> {
        IndexWire.ListThinFile m =
            Values.parse(IndexWire.ListThinFile.parser(), buffer, offset, length);
        yield new ListThinFile(Values.algorithm(m.getAlgorithm()), limits(m.getLimits()));
      }
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  private static IndexWire.PackLimits limits(PackLimits limits) {
    return IndexWire.PackLimits.newBuilder()
        .setPackBytes(limits.packBytes())
        .setObjectBytes(limits.objectBytes())
        .setGrowth(limits.growth())
        .build();
  }

  private static PackLimits limits(IndexWire.PackLimits m) throws ChannelException {
    Values.known(m);
    return new PackLimits(
        Values.count(m.getPackBytes()),
        Values.count(m.getObjectBytes()),
        Values.count(m.getGrowth()));
  }
}
