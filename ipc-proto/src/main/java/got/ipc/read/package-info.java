/**
 * The talk with got-read-pack: {@link got.ipc.read.ReadTalk} says what may be said and when, the
 * codecs beside it turn that into the messages of {@code read.proto} and back.
 */
package got.ipc.read;
