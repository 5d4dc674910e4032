package io.framecast.client;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What outlives a process: the broker's static key, the producer's owner secret, the keys of known brokers. Nothing is created
 * before it is asked for. Any thread.
 */
public record StateFiles(Path folder) {

    /** The broker's X25519 private key, 32 bytes, in {@code broker.key}; made on first use. */
    public byte[] staticKey() throws RunException {
        return SecretFile.readOrCreate(folder.resolve("broker.key"));
    }

    /** What a producer derives its ownership of ids from, 32 bytes, in {@code owner.secret}; made on first use. */
    public byte[] ownerSecret() throws RunException {
        return SecretFile.readOrCreate(folder.resolve("owner.secret"));
    }

    /** Makes the folder, for its owner alone, with those above it; one that is there stays as it is. */
    public void create() throws IOException {
        SecretFile.createFolder(folder);
    }

    /**
     * The place of a file with a secret that others write: its folder is made, and where it is there already nobody but its owner can
     * read it from now on.
     */
    public Path secret(String name) throws IOException {
        create();
        Path file = folder.resolve(name);
        SecretFile.protect(file);
        return file;
    }

    /** The brokers whose keys were seen, in {@code known_brokers}. */
    public KnownBrokers knownBrokers() {
        return new KnownBrokers(folder.resolve("known_brokers"));
    }
}
