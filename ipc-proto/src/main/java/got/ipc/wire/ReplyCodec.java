package got.ipc.wire;

import got.ipc.BadValueException;
import got.ipc.Body;
import got.ipc.ChannelException;
import got.ipc.Codec;
import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.FromHelper;
import got.ipc.FromHelper.Answer;
import got.ipc.FromHelper.Failed;
import got.ipc.FromHelper.Ready;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.Mechanism;
import java.util.Set;

/** Whatever a helper says; its own replies are left to a codec of their own. */
public final class ReplyCodec<R> implements Codec<FromHelper<R>> {
  private static final int READY = CommonWire.Status.READY_FIELD_NUMBER;
  private static final int FAILED = CommonWire.Status.FAILED_FIELD_NUMBER;

  private final Codec<R> replies;

  public ReplyCodec(Codec<R> replies) {
    this.replies = replies;
  }

  @Override
  public Class<?> kind(int number) throws ChannelException {
    return switch (number) {
      case READY -> Ready.class;
      case FAILED -> Failed.class;
      default -> replies.kind(number);
    };
  }

  @Override
  public Body encode(FromHelper<R> message) {
    return switch (message) {
      case Ready<R> m ->
          Values.body(
              READY, CommonWire.Ready.newBuilder().setInForce(Mechanism.bits(m.inForce())).build());
      case Failed<R> m -> Values.body(FAILED, failed(m.report()));
      case Answer<R> m -> replies.encode(m.reply());
    };
  }

  @Override
  public FromHelper<R> decode(int number, byte[] buffer, int offset, int length)
      throws ChannelException, BadValueException {
    return switch (number) {
      case READY ->
          new Ready<>(mechanisms(Values.parse(CommonWire.Ready.parser(), buffer, offset, length)));
      case FAILED ->
          new Failed<>(report(Values.parse(CommonWire.Failed.parser(), buffer, offset, length)));
      default -> new Answer<>(replies.decode(number, buffer, offset, length));
    };
  }

  private static Set<Mechanism> mechanisms(CommonWire.Ready m) throws ChannelException {
    try {
      return Mechanism.of(m.getInForce());
    } catch (ConfinementException e) {
      throw ChannelException.rules(e.reason());
    }
  }

  private static CommonWire.Failed failed(ErrorReport report) {
    return CommonWire.Failed.newBuilder()
        .setKind(report.kind().code())
        .setDetail(report.detail())
        .setText(report.text())
        .setServerText(report.serverText())
        .build();
  }

  private static ErrorReport report(CommonWire.Failed m) throws ChannelException {
    for (ErrorKind kind : ErrorKind.values()) {
      if (kind.code() == m.getKind()) {
        return new ErrorReport(kind, m.getDetail(), m.getText(), m.getServerText());
      }
    }
    throw ChannelException.rules("unknown kind of error");
  }
}
