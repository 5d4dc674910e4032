package io.framecast.bench.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.bench.BenchCommand;
import io.framecast.broker.scenario.Conditions;
import io.framecast.broker.scenario.DamageTrial.Outcome;
import io.framecast.client.UsageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MatrixTest {

    private static final List<Conditions> TINY =
            List.of(new Conditions(0.1, 4, 20, 100), new Conditions(0, 1, 10, 100), new Conditions(0.02, 1, 50, 200));

    private static String document(int threads) throws InterruptedException {
        Matrix matrix = new Matrix(200, 7);
        List<MatrixRow> told = new ArrayList<>();
        List<MatrixRow> rows = matrix.run(TINY, threads, told::add);
        assertEquals(rows, told);
        return new MatrixReport(matrix, "").document(rows);
    }

    @Test
    void theTableHasALineForEachCellAndTheVerdictBehindIt() throws InterruptedException {
        List<String> lines = document(1).lines().toList();
        List<String> table = lines.stream().filter(line -> line.startsWith("|")).toList();
        assertEquals(2 + TINY.size(), table.size());
        for (String line : table) {
            assertEquals(10, line.chars().filter(c -> c == '|').count(), line);
        }
        assertTrue(table.get(2).startsWith("| 10 % | bursts of 4 | 20 ms | 100 ms | 3 | "), table.get(2));
        assertTrue(table.get(3).startsWith("| 0 % | none | 10 ms | 100 ms | 5 | 0.0000 % | 0.0000 % | "), table.get(3));
        assertEquals("# Reliability", lines.getFirst());
        assertTrue(lines.getLast().contains("3 cells"), lines.getLast());
    }

    @Test
    void theSameSeedWritesTheSameBytesWhateverTheThreads() throws InterruptedException {
        assertEquals(document(1), document(2));
    }

    @Test
    void theMatrixHasEachCellOnceAndThoseWithoutLossInOnePattern() {
        assertEquals(15 + 4 * 2 * 15, Matrix.CELLS.size());
        assertEquals(Matrix.CELLS.size(), new HashSet<>(Matrix.CELLS).size());
    }

    @Test
    void aCellMayBeAHalfWorseOrTwoHundredthsOfAPercent() {
        Conditions cell = TINY.getFirst();
        assertTrue(new MatrixRow(cell, 0.01, new Outcome(10_000, 150, 1, 1)).holds());
        assertFalse(new MatrixRow(cell, 0.01, new Outcome(10_000, 151, 1, 1)).holds());
        assertTrue(new MatrixRow(cell, 0, new Outcome(10_000, 2, 1, 1)).holds());
        assertFalse(new MatrixRow(cell, 0, new Outcome(10_000, 3, 1, 1)).holds());
    }

    @Test
    void someCellsCanBeChosenAndTheDocumentSaysWhich() {
        CellChoice choice = new CellChoice();
        assertEquals(Matrix.CELLS, choice.of(Matrix.CELLS));
        assertEquals("", choice.asOptions());
        choice.lossPercent = 10;
        choice.burst = 4;
        choice.roundTripMillis = 10;
        assertEquals(3, choice.of(Matrix.CELLS).size());
        choice.budgetMillis = 200;
        assertEquals(List.of(new Conditions(0.1, 4, 10, 200)), choice.of(Matrix.CELLS));
        assertEquals(" --loss 10 --burst 4 --rtt 10 --budget 200", choice.asOptions());
    }

    @Test
    void refusesCellsThatThereAreNot() {
        CellChoice choice = new CellChoice();
        choice.lossPercent = 3;
        String message = assertThrows(UsageException.class, () -> choice.of(Matrix.CELLS))
                .getMessage();
        assertEquals(
                "no cell has --loss 3; there are --loss 0, 1, 2, 5, 10, --burst 1, 4, --rtt 10, 20, 50, 100, 200,"
                        + " --budget 100, 200, 500",
                message);
    }

    @Test
    void refusesCountsOutOfRange() {
        List<Exception> thrown = new ArrayList<>();
        CommandLine line = new CommandLine(new BenchCommand()).setExecutionExceptionHandler((e, _, _) -> {
            thrown.add(e);
            return 2;
        });
        assertEquals(2, line.execute("matrix", "--frames", "0"));
        assertEquals(2, line.execute("matrix", "--threads", "2000"));
        assertEquals(2, line.execute());
        assertTrue(thrown.stream().allMatch(UsageException.class::isInstance), thrown.toString());
        assertEquals("--frames: 0 is not in 1..100000000", thrown.getFirst().getMessage());
    }
}
