/**
 * The messages as protocol buffers, generated from {@code src/main/proto}, and what the codecs of
 * all talks share. Nobody outside this module sees it.
 */
package got.ipc.wire;
