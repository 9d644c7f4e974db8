/** The encoding of messages as protocol buffers; nobody outside this module sees it. */
package got.ipc.wire;
