/**
 * The channel between got and a helper, and the values that cross it.
 *
 * <p>A {@link got.ipc.Message} is encoded into one frame by {@code got.ipc.wire}, sent by a {@link
 * got.ipc.Channel} over a Unix socket together with the descriptors it announces, decoded on the
 * other side, and compared with the {@link got.ipc.MessageRules} of that direction before anyone
 * sees it. Whatever does not fit is a {@link got.ipc.ChannelException}: the conversation is over.
 * Values that a message holds ({@link got.ipc.RefName}, {@link got.ipc.ObjectId}, {@link
 * got.ipc.ErrorReport}) can only be made by their checks, so each side checks them again.
 */
package got.ipc;
