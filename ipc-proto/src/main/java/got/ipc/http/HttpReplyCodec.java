package got.ipc.http;

import got.ipc.BadValueException;
import got.ipc.Body;
import got.ipc.ChannelException;
import got.ipc.Codec;
import got.ipc.http.HttpTalk.Discovered;
import got.ipc.http.HttpTalk.Heard;
import got.ipc.http.HttpTalk.Redirect;
import got.ipc.http.HttpTalk.Relayed;
import got.ipc.http.HttpTalk.Reply;
import got.ipc.http.HttpTalk.Trouble;
import got.ipc.wire.HttpWire;
import got.ipc.wire.HttpWire.HttpReply;
import got.ipc.wire.HttpWire.HttpReply.BodyCase;
import got.ipc.wire.Values;

/** Replies of got-fetch-http. */
final class HttpReplyCodec implements Codec<Reply> {
  private static final int FIRST_REDIRECT = 300;
  private static final int LAST_REDIRECT = 399;

  private static BodyCase body(int number) throws ChannelException {
    BodyCase body = BodyCase.forNumber(number);
    if (body == null) {
      throw Values.unknownMessage(number);
    }
    return body;
  }

  @Override
  public Class<? extends Reply> kind(int number) throws ChannelException {
    return switch (body(number)) {
      case REDIRECT -> Redirect.class;
      case DISCOVERED -> Discovered.class;
      case RELAYED -> Relayed.class;
      case TROUBLE -> Trouble.class;
      case HEARD -> Heard.class;
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  @Override
  public Body encode(Reply message) {
    return switch (message) {
      case Redirect m ->
          Values.body(
              HttpReply.REDIRECT_FIELD_NUMBER,
              HttpWire.Redirect.newBuilder()
                  .setStatus(m.status())
                  .setLocation(m.location())
                  .build());
      case Discovered m ->
          Values.body(
              HttpReply.DISCOVERED_FIELD_NUMBER,
              HttpWire.Discovered.newBuilder()
                  .setKeepAlive(m.keepAlive())
                  .setSession(m.session())
                  .build());
      case Trouble m ->
          Values.body(
              HttpReply.TROUBLE_FIELD_NUMBER,
              HttpWire.Trouble.newBuilder().setStatus(m.status()).setLater(m.later()).build());
      case Relayed _ ->
          Values.body(HttpReply.RELAYED_FIELD_NUMBER, HttpWire.Relayed.getDefaultInstance());
      case Heard _ ->
          Values.body(HttpReply.HEARD_FIELD_NUMBER, HttpWire.Heard.getDefaultInstance());
    };
  }

  @Override
  public Reply decode(int number, byte[] buffer, int offset, int length)
      throws ChannelException, BadValueException {
    return switch (body(number)) {
      case REDIRECT -> redirect(Values.parse(HttpWire.Redirect.parser(), buffer, offset, length));
      case DISCOVERED -> {
        HttpWire.Discovered m = Values.parse(HttpWire.Discovered.parser(), buffer, offset, length);
        yield new Discovered(m.getKeepAlive(), m.getSession());
      }
      case RELAYED -> {
        Values.parse(HttpWire.Relayed.parser(), buffer, offset, length);
        yield new Relayed();
      }
      case HEARD -> {
        Values.parse(HttpWire.Heard.parser(), buffer, offset, length);
        yield new Heard();
      }
      case TROUBLE -> {
        HttpWire.Trouble m = Values.parse(HttpWire.Trouble.parser(), buffer, offset, length);
        yield HttpTalk.checkTrouble(m.getStatus(), m.getLater());
      }
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  private static Redirect redirect(HttpWire.Redirect m) throws ChannelException, BadValueException {
    if (m.getStatus() < FIRST_REDIRECT || m.getStatus() > LAST_REDIRECT) {
      throw ChannelException.rules("status " + m.getStatus() + " is no redirect");
    }
    return new Redirect(m.getStatus(), HttpTalk.checkLocation(m.getLocation()));
  }
}
