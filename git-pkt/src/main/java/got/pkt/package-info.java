/**
 * The packet lines of the Git protocol and the text inside them; knows nothing of packs.
 *
 * <p>Bytes from the network enter through {@link got.pkt.PktReader} alone, which cuts them into
 * {@link got.pkt.PktLine}s; {@link got.pkt.Server} recognises the server's errors among them. Above
 * it, {@link got.pkt.Capabilities}, {@link got.pkt.RefAdvertisement} and {@link got.pkt.LsRefsLine}
 * read text, and {@link got.pkt.SideBand} takes the multiplexed streams apart. Framing that is
 * broken is a {@link got.pkt.PktLineException}; every other fault of the server is a {@link
 * got.pkt.ProtocolException}. No buffer is sized by a number the server sent, nothing recurses.
 * Source: gitprotocol-common(5).
 */
package got.pkt;
