/**
 * Inflates zlib streams (RFC 1950) of deflate data (RFC 1951), in Java.
 *
 * <p>Why not {@code java.util.zip.Inflater}: behind it is zlib, and then every byte a server sends
 * would be parsed by C code in this process. Besides, a pack is hundreds of thousands of streams of
 * some hundred bytes, and crossing over to C for each costs more than it gains.
 *
 * <p>{@link ZlibReader} takes bytes from a {@link ByteInput}, which its owner also reads from, and
 * leaves it at the first byte behind the stream. What is accepted and refused is what zlib accepts
 * and refuses.
 */
@NullMarked
package got.pack.inflate;

import org.jspecify.annotations.NullMarked;
