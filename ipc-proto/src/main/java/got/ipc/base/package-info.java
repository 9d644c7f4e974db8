/**
 * The talk of got-index-pack with got-read-pack: {@link got.ipc.base.BaseTalk} says what may be
 * said and when, the codecs beside it turn that into the messages of {@code base.proto} and back.
 */
package got.ipc.base;
