"""What the use cases are and where each is: `__init__.py` finds them by these lines when they are asked for."""

from groundtruce.collect.cases import load_case as load_case
from groundtruce.collect.language_models import load_language_model as load_language_model
from groundtruce.collect.map_options import MapOptions as MapOptions
from groundtruce.compare.zone_history.history import Selection as Selection
from groundtruce.pipeline.answers import (
    check_record as check_record,
    find_changes as find_changes,
    find_incidents as find_incidents,
    observe_incident as observe_incident,
    write_file as write_file,
)
from groundtruce.pipeline.briefs import (
    BriefForm as BriefForm,
    Days as Days,
    NewSince as NewSince,
    brief_in as brief_in,
    brief_record as brief_record,
    compare_briefs as compare_briefs,
    print_brief as print_brief,
)
from groundtruce.pipeline.browsing import (
    DocumentHeader as DocumentHeader,
    Found as Found,
    NewInRecord as NewInRecord,
    Passage as Passage,
    describe_documents as describe_documents,
    find_days as find_days,
    find_passage as find_passage,
    list_new as list_new,
    search_record as search_record,
)
from groundtruce.pipeline.checkpoints import (
    hold_to_checkpoint as hold_to_checkpoint,
    make_checkpoint as make_checkpoint,
)
from groundtruce.pipeline.chronology import Chronicle as Chronicle, put_in_order as put_in_order, tell_days as tell_days
from groundtruce.pipeline.cluster.clusters import ClusterOptions as ClusterOptions
from groundtruce.pipeline.cluster.parts import SetAside as SetAside
from groundtruce.pipeline.cluster.reading import (
    ArchiveRead as ArchiveRead,
    read_archives as read_archives,
)
from groundtruce.pipeline.cluster.scheduling import GivenUp as GivenUp
from groundtruce.pipeline.comparing import compare_maps as compare_maps, read_maps as read_maps
from groundtruce.pipeline.custody import trace_custody as trace_custody
from groundtruce.pipeline.day_knowledge import know_of_day as know_of_day, know_of_day_in as know_of_day_in
from groundtruce.pipeline.doctor import (
    CORE as CORE,
    check_installation as check_installation,
    list_extras as list_extras,
)
from groundtruce.pipeline.exports import (
    EXPORTS as EXPORTS,
    Export as Export,
    export_record as export_record,
    loss_report as loss_report,
)
from groundtruce.pipeline.figures import (
    FIGURE_SUFFIXES as FIGURE_SUFFIXES,
    draw_areas as draw_areas,
    draw_change as draw_change,
    draw_compared as draw_compared,
    render_figure as render_figure,
)
from groundtruce.pipeline.inputs import InputOptions as InputOptions, published_on as published_on
from groundtruce.pipeline.judging import (
    Given as Given,
    Opinion as Opinion,
    assess_quality as assess_quality,
    find_head as find_head,
    judge as judge,
    judge_in as judge_in,
    list_correctable_fields as list_correctable_fields,
    undo as undo,
    undo_in as undo_in,
)
from groundtruce.pipeline.knowledge import Known as Known, know as know, know_record as know_record
from groundtruce.pipeline.loading import Loaded as Loaded, load_readings as load_readings
from groundtruce.pipeline.markers import (
    MarkersAdded as MarkersAdded,
    add_markers as add_markers,
    find_markers as find_markers,
)
from groundtruce.pipeline.memory import stop_collecting as stop_collecting, without_collecting as without_collecting
from groundtruce.pipeline.neighbours import Neighbours as Neighbours, find_neighbours as find_neighbours
from groundtruce.pipeline.profiles import profile_changes as profile_changes, profile_compared as profile_compared
from groundtruce.pipeline.progress import Progress as Progress, say_nothing as say_nothing
from groundtruce.pipeline.provisions import MAX_DAYS as MAX_DAYS, check_days as check_days
from groundtruce.pipeline.reading import (
    Reader as Reader,
    Refused as Refused,
    append_line as append_line,
    continue_output as continue_output,
    read_files as read_files,
)
from groundtruce.pipeline.recording import (
    copy_record as copy_record,
    Added as Added,
    add_content as add_content,
    add_files as add_files,
    migrate_record as migrate_record,
    start_record as start_record,
    verify_record as verify_record,
)
from groundtruce.pipeline.remembering import (
    Remembered as Remembered,
    remember as remember,
    remember_earlier as remember_earlier,
)
from groundtruce.pipeline.rendering import render_brief as render_brief
from groundtruce.pipeline.review_queue import (
    ReviewItem as ReviewItem,
    ReviewPassage as ReviewPassage,
    ReviewQueue as ReviewQueue,
    cut_passage as cut_passage,
)
from groundtruce.pipeline.reviewing import (
    Session as Session,
    list_neighbours as list_neighbours,
    open_session as open_session,
)
from groundtruce.pipeline.tokens import (
    add_token as add_token,
    find_holder as find_holder,
    is_alive as is_alive,
    open_tokens as open_tokens,
    revoke_token as revoke_token,
)
from groundtruce.record.records import Head as Head, Moment as Moment, Record as Record
from groundtruce.show.briefs import DAYS_COVERED as DAYS_COVERED
