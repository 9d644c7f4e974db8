package got.ipc;

/** What may be said in one direction of a channel, and how it is written. */
public record Direction<M>(Rules rules, Codec<M> codec) {}
