package got.ipc.fetch;

import com.google.protobuf.ByteString;
import got.ipc.BadValueException;
import got.ipc.Body;
import got.ipc.ChannelException;
import got.ipc.Codec;
import got.ipc.Limits;
import got.ipc.Remote;
import got.ipc.fetch.FetchTalk.Fetch;
import got.ipc.fetch.FetchTalk.Haves;
import got.ipc.fetch.FetchTalk.HavesEnd;
import got.ipc.fetch.FetchTalk.ListRefs;
import got.ipc.fetch.FetchTalk.Request;
import got.ipc.fetch.FetchTalk.Update;
import got.ipc.fetch.FetchTalk.Wants;
import got.ipc.fetch.FetchTalk.WantsEnd;
import got.ipc.wire.FetchWire;
import got.ipc.wire.FetchWire.FetchRequest.BodyCase;
import got.ipc.wire.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Requests to got-fetch-pack. */
final class FetchRequestCodec implements Codec<Request> {
  @Override
  public Class<? extends Request> kind(int number) throws ChannelException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case LIST_REFS -> ListRefs.class;
      case FETCH -> Fetch.class;
      case WANTS -> Wants.class;
      case WANTS_END -> WantsEnd.class;
      case UPDATE -> Update.class;
      case HAVES -> Haves.class;
      case HAVES_END -> HavesEnd.class;
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  @Override
  public Body encode(Request message) {
    return switch (message) {
      case ListRefs m ->
          Values.body(
              FetchWire.FetchRequest.LIST_REFS_FIELD_NUMBER,
              FetchWire.ListRefs.newBuilder()
                  .setRemote(remote(m.remote()))
                  .setPackets(m.packets())
                  .build());
      case Fetch m -> Values.body(FetchWire.FetchRequest.FETCH_FIELD_NUMBER, fetch(m));
      case Wants m ->
          Values.body(
              FetchWire.FetchRequest.WANTS_FIELD_NUMBER,
              FetchWire.Wants.newBuilder().setIds(Values.ids(m.ids())).build());
      case Update m -> Values.body(FetchWire.FetchRequest.UPDATE_FIELD_NUMBER, update(m));
      case Haves m ->
          Values.body(
              FetchWire.FetchRequest.HAVES_FIELD_NUMBER,
              FetchWire.Haves.newBuilder().setIds(Values.ids(m.ids())).build());
      case HavesEnd _ ->
          Values.body(
              FetchWire.FetchRequest.HAVES_END_FIELD_NUMBER,
              FetchWire.HavesEnd.getDefaultInstance());
      case WantsEnd _ ->
          Values.body(
              FetchWire.FetchRequest.WANTS_END_FIELD_NUMBER,
              FetchWire.WantsEnd.getDefaultInstance());
    };
  }

  @Override
  public Request decode(int number, byte[] buffer, int offset, int length)
      throws ChannelException, BadValueException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case LIST_REFS -> {
        FetchWire.ListRefs m = Values.parse(FetchWire.ListRefs.parser(), buffer, offset, length);
        yield new ListRefs(remote(m.getRemote()), m.getPackets());
      }
      case FETCH -> fetch(Values.parse(FetchWire.Fetch.parser(), buffer, offset, length));
      case WANTS ->
          new Wants(
              Values.ids(Values.parse(FetchWire.Wants.parser(), buffer, offset, length).getIds()));
      case UPDATE -> update(Values.parse(FetchWire.Update.parser(), buffer, offset, length));
      case HAVES ->
          new Haves(
              Values.someIds(
                  Values.parse(FetchWire.Haves.parser(), buffer, offset, length).getIds()));
      case HAVES_END -> {
        Values.parse(FetchWire.HavesEnd.parser(), buffer, offset, length);
        yield new HavesEnd();
      }
      case WANTS_END -> {
        Values.parse(FetchWire.WantsEnd.parser(), buffer, offset, length);
        yield new WantsEnd();
      }
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  private static FetchWire.Fetch fetch(Fetch m) {
    FetchWire.Fetch.Builder fetch =
        FetchWire.Fetch.newBuilder().setRemote(remote(m.remote())).setPackets(m.packets());
    for (String prefix : m.prefixes()) {
      fetch.addPrefixes(Values.latin1(prefix));
    }
    return fetch.build();
  }

  private static Fetch fetch(FetchWire.Fetch m) throws ChannelException, BadValueException {
    return new Fetch(remote(m.getRemote()), prefixes(m.getPrefixesList()), m.getPackets());
  }

  private static FetchWire.Update update(Update m) {
    FetchWire.Update.Builder update =
        FetchWire.Update.newBuilder().setRemote(remote(m.remote())).setPackets(m.packets());
    for (String prefix : m.prefixes()) {
      update.addPrefixes(Values.latin1(prefix));
    }
    return update.build();
  }

  private static Update update(FetchWire.Update m) throws ChannelException, BadValueException {
    return new Update(remote(m.getRemote()), prefixes(m.getPrefixesList()), m.getPackets());
  }

  private static List<String> prefixes(List<ByteString> sent) throws ChannelException {
    List<String> prefixes = new ArrayList<>();
    for (ByteString prefix : sent) {
      if (prefix.size() > Limits.REF_NAME) {
        throw ChannelException.rules("reference prefix too long");
      }
      prefixes.add(prefix.toString(StandardCharsets.ISO_8859_1));
    }
    return List.copyOf(prefixes);
  }

  private static FetchWire.Remote remote(Remote remote) {
    return FetchWire.Remote.newBuilder()
        .setTransport(remote.transport().code())
        .setHost(ByteString.copyFromUtf8(remote.host()))
        .setPath(ByteString.copyFromUtf8(remote.path()))
        .build();
  }

  private static Remote remote(FetchWire.Remote m) throws ChannelException, BadValueException {
    Values.known(m);
    for (Remote.Transport transport : Remote.Transport.values()) {
      if (transport.code() == m.getTransport()) {
        return Remote.check(transport, Values.utf8(m.getHost()), Values.utf8(m.getPath()));
      }
    }
    throw ChannelException.rules("unknown transport");
  }
}
