package got.cli.process;

import got.ipc.ChannelException;
import got.ipc.FromHelper;

/** Something a helper did. */
sealed interface HelperEvent {
  HelperStage<?, ?> from();

  /**
   * It sent a message.
   *
   * @param isLast if nothing may follow
   */
  record Said<R>(HelperStage<?, R> from, FromHelper<R> message, boolean isLast)
      implements HelperEvent {}

  /** Its end of the channel is closed, or it broke the channel's rules; nothing follows. */
  record Left(HelperStage<?, ?> from, ChannelException why) implements HelperEvent {}
}
