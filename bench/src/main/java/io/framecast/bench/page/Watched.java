package io.framecast.bench.page;

/** What is watched in turn: a stream by one way of playing it. */
enum Watched {
    CLOCK("clock", "", "`clock.mp4`, WebCodecs"),
    PATTERN("pattern", "", "`test:1280x720@30`, WebCodecs"),
    MEDIA_SOURCE("clock", "?path=mse", "`clock.mp4`, Media Source");

    private final String id;
    private final String query;
    private final String described;

    Watched(String id, String query, String described) {
        this.id = id;
        this.query = query;
        this.described = described;
    }

    /** Of the producer. */
    String id() {
        return id;
    }

    /** Of the page, on the gateway. */
    String path() {
        return "/watch/" + id + query;
    }

    /** For the report. */
    String described() {
        return described;
    }
}
