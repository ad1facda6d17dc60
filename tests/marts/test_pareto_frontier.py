import duckdb


def test_frontier_is_what_no_row_of_the_run_beats(database: duckdb.DuckDBPyConnection) -> None:
    unbeaten = """
        with usable as (from benchmarks where not suspect and not starts_with(model, 'test_'))
        select release, run, model, img_size
        from usable as candidate
        where not exists (
            from usable as other
            where other.release = candidate.release and other.run = candidate.run
                and other.secs <= candidate.secs and other.top1 >= candidate.top1
                and (other.secs < candidate.secs or other.top1 > candidate.top1)
        )
    """
    ours = "select release, run, model, img_size from pareto_frontier"
    assert database.execute(f"({ours}) except all ({unbeaten})").fetchall() == []
    assert database.execute(f"({unbeaten}) except all ({ours})").fetchall() == []
