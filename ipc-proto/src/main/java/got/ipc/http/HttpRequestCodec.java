package got.ipc.http;

import got.ipc.BadValueException;
import got.ipc.Body;
import got.ipc.ChannelException;
import got.ipc.Codec;
import got.ipc.http.HttpTalk.Connection;
import got.ipc.http.HttpTalk.Open;
import got.ipc.http.HttpTalk.Proceed;
import got.ipc.http.HttpTalk.Request;
import got.ipc.http.HttpTalk.Spare;
import got.ipc.wire.HttpWire;
import got.ipc.wire.HttpWire.HttpRequest;
import got.ipc.wire.HttpWire.HttpRequest.BodyCase;
import got.ipc.wire.Values;

/** Requests to got-fetch-http. */
final class HttpRequestCodec implements Codec<Request> {
  private static BodyCase body(int number) throws ChannelException {
    BodyCase body = BodyCase.forNumber(number);
    if (body == null) {
      throw Values.unknownMessage(number);
    }
    return body;
  }

  @Override
  public Class<? extends Request> kind(int number) throws ChannelException {
    return switch (body(number)) {
      case OPEN -> Open.class;
      case CONNECTION -> Connection.class;
      case SPARE -> Spare.class;
      case PROCEED -> Proceed.class;
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  @Override
  public Body encode(Request message) {
    return switch (message) {
      case Open m ->
          Values.body(
              HttpRequest.OPEN_FIELD_NUMBER,
              HttpWire.Open.newBuilder()
                  .setOrigin(origin(m.origin()))
                  .setPath(m.path())
                  .setAuthorization(m.authorization().words())
                  .setVia(via(m.via()))
                  .build());
      case Connection m ->
          Values.body(
              HttpRequest.CONNECTION_FIELD_NUMBER,
              HttpWire.Connection.newBuilder()
                  .setOrigin(origin(m.origin()))
                  .setPath(m.path())
                  .setVia(via(m.via()))
                  .build());
      case Spare _ ->
          Values.body(HttpRequest.SPARE_FIELD_NUMBER, HttpWire.Spare.getDefaultInstance());
      case Proceed _ ->
          Values.body(HttpRequest.PROCEED_FIELD_NUMBER, HttpWire.Proceed.getDefaultInstance());
    };
  }

  @Override
  public Request decode(int number, byte[] buffer, int offset, int length)
      throws ChannelException, BadValueException {
    return switch (body(number)) {
      case OPEN -> {
        HttpWire.Open m = Values.parse(HttpWire.Open.parser(), buffer, offset, length);
        yield open(m);
      }
      case CONNECTION -> {
        HttpWire.Connection m = Values.parse(HttpWire.Connection.parser(), buffer, offset, length);
        yield new Connection(
            origin(m.getOrigin()), HttpTalk.checkPath(m.getPath()), via(m.getVia()));
      }
      case SPARE -> {
        Values.parse(HttpWire.Spare.parser(), buffer, offset, length);
        yield new Spare();
      }
      case PROCEED -> {
        Values.parse(HttpWire.Proceed.parser(), buffer, offset, length);
        yield new Proceed();
      }
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  private static Open open(HttpWire.Open m) throws ChannelException, BadValueException {
    Authorization authorization = Authorization.check(m.getAuthorization());
    Origin origin = origin(m.getOrigin());
    if (authorization.isPresent() && !origin.secure()) {
      throw new BadValueException("a password without TLS");
    }
    return new Open(origin, HttpTalk.checkPath(m.getPath()), authorization, via(m.getVia()));
  }

  private static HttpWire.Via via(Via via) {
    return HttpWire.Via.newBuilder()
        .setProxy(via.proxy())
        .setAuthorization(via.authorization().words())
        .build();
  }

  private static Via via(HttpWire.Via m) throws ChannelException, BadValueException {
    Values.known(m);
    return Via.check(m.getProxy(), Authorization.check(m.getAuthorization()));
  }

  private static HttpWire.Origin origin(Origin origin) {
    return HttpWire.Origin.newBuilder()
        .setSecure(origin.secure())
        .setHost(origin.host())
        .setPort(origin.port())
        .build();
  }

  private static Origin origin(HttpWire.Origin m) throws ChannelException, BadValueException {
    Values.known(m);
    return Origin.check(m.getSecure(), m.getHost(), m.getPort());
  }
}
