package io.framecast.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** Files that only their owner may read (0600 where the file system knows such a thing), written whole or not at all. */
final class SecretFile {
    static final int BYTES = 32;

    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretFile() {}

    /** The 32 bytes of {@code file}, as base64url in one line; made from random ones where there is no file. */
    static byte[] readOrCreate(Path file) throws RunException {
        try {
            if (Files.notExists(file)) {
                byte[] fresh = new byte[BYTES];
                RANDOM.nextBytes(fresh);
                create(file, Base64.getUrlEncoder().withoutPadding().encodeToString(fresh) + "\n");
            }
            protect(file);
            // Read back in any case: another process may have been first.
            return decode(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new RunException("state file " + file + ": " + reason(e) + "; choose another --state folder", e);
        }
    }

    /** Replaces {@code file}; whoever reads it sees the old text or the new one. */
    static void replace(Path file, String text) throws IOException {
        Path written = write(file, text);
        try {
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** Takes a file that is there away from everybody but its owner, and says so; a folder may be shared and is left as it is. */
    static void protect(Path file) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view == null || OWNER.containsAll(view.readAttributes().permissions())) {
                return;
            }
            String before = PosixFilePermissions.toString(view.readAttributes().permissions());
            view.setPermissions(OWNER);
            FramecastClient.LOG.warn(
                    "{} could be used by others ({}) and is its owner's alone now; if somebody may have read it, delete it",
                    file,
                    before);
        } catch (NoSuchFileException e) {
            // Nothing to protect.
        } catch (IOException e) {
            FramecastClient.LOG.warn("{} may be used by others, and that cannot be changed: {}", file, reason(e));
        }
    }

    /** Makes a folder that only its owner may enter, with those above it; one that is there stays as it is. */
    static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, posix(folder) ? permissions("rwx------") : new FileAttribute<?>[0]);
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void create(Path file, String text) throws IOException {
        Path written = write(file, text);
        try {
            // A link fails if another process created the file meanwhile; a move would take its place.
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(written, file);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static Path write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new NoSuchFileException(file.toString());
        }
        createFolder(folder);
        Path written = Files.createTempFile(
                folder, ".new", "", posix(folder) ? permissions("rw-------") : new FileAttribute<?>[0]);
        Files.writeString(written, text, StandardCharsets.UTF_8);
        return written;
    }

    private static FileAttribute<?>[] permissions(String text) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))};
    }

    private static byte[] decode(Path file, String text) throws RunException {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for a wrong length.
        }
        throw new RunException("state file " + file + " is damaged: restore it, or delete it to make a new one");
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException denied -> "permission denied";
            case FileSystemException fs when fs.getReason() != null -> fs.getReason();
            default -> e.getClass().getSimpleName() + " " + e.getMessage();
        };
    }
}
