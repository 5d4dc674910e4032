package io.framecast.bench.matrix;

import io.framecast.broker.scenario.Conditions;
import io.framecast.broker.scenario.DamageTrial;
import io.framecast.broker.scenario.ExpectedDamage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The cells and how each of them is run: its own network, its own luck from seed and conditions, so that neither the number of threads
 * nor the other cells matter.
 *
 * @param frames in each cell, at least
 */
record Matrix(int frames, long seed) {

    /** Viewers of one broadcast, behind paths of their own: they share the cost of producer and broker. */
    static final int VIEWERS = 20;

    /** Loss, pattern, round trip and budget; where nothing is lost there is no pattern. */
    static final List<Conditions> CELLS = cells();

    private static List<Conditions> cells() {
        List<Conditions> cells = new ArrayList<>();
        for (double loss : new double[] {0, 0.01, 0.02, 0.05, 0.1}) {
            for (int burst : loss == 0 ? new int[] {1} : new int[] {1, 4}) {
                for (int roundTripMillis : new int[] {10, 20, 50, 100, 200}) {
                    for (int budgetMillis : new int[] {100, 200, 500}) {
                        cells.add(new Conditions(loss, burst, roundTripMillis, budgetMillis));
                    }
                }
            }
        }
        return List.copyOf(cells);
    }

    /** The rows in the order of the cells, each given to {@code onRow} once those before it are there. */
    List<MatrixRow> run(List<Conditions> cells, int threads, Consumer<MatrixRow> onRow) throws InterruptedException {
        List<MatrixRow> rows = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<MatrixRow>> running = new ArrayList<>();
            for (Conditions cell : cells) {
                running.add(pool.submit(() -> row(cell)));
            }
            try {
                for (Future<MatrixRow> row : running) {
                    rows.add(row.get());
                    onRow.accept(rows.getLast());
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("a cell failed", e.getCause());
            } finally {
                pool.shutdownNow();
            }
        }
        return rows;
    }

    private MatrixRow row(Conditions cell) {
        long luck = seed;
        for (long part : new long[] {
            Math.round(cell.lossRatio() * 1000), cell.burst(), cell.roundTripMillis(), cell.budgetMillis()
        }) {
            luck = luck * 1_000_003 + part;
        }
        int each = Math.ceilDiv(frames, VIEWERS);
        return new MatrixRow(cell, ExpectedDamage.ratio(cell), DamageTrial.run(cell, VIEWERS, each, luck));
    }
}
