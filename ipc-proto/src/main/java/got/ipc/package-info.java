/**
 * The channel between got and a helper, and the values that cross it.
 *
 * <p>A {@link got.ipc.Channel} is made for one {@link got.ipc.Protocol}; the packages below this
 * one hold a protocol for each helper. A message becomes an {@link got.ipc.Envelope} and crosses a
 * Unix socket together with its descriptors. On the other side the {@link got.ipc.Rules} of that
 * direction say whether a message of its kind may come now, and only then its {@link got.ipc.Codec}
 * reads it. Whatever does not fit is a {@link got.ipc.ChannelException}: the conversation is over.
 * Values that a message holds ({@link got.ipc.RefName}, {@link got.ipc.ObjectId}, {@link
 * got.ipc.ErrorReport}) can only be made by their checks, so each side checks them again.
 */
package got.ipc;
