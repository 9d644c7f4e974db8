package got.cli.process;

import got.ipc.ChannelException;
import got.ipc.Message;

/** Something a helper did. */
public sealed interface HelperEvent {
  HelperProgram from();

  /** It sent a message. */
  record Said(HelperProgram from, Message message) implements HelperEvent {}

  /** Its end of the channel is closed, or it broke the channel's rules; nothing follows. */
  record Left(HelperProgram from, ChannelException why) implements HelperEvent {}
}
