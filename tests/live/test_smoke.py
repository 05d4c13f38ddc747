from decapolis.canvas.bridge.document import content_of
from tests.factories import boards, people
from tests.live.platform import session_of

def test_two(rows, server, clients):
    ana, ben = people.person(name="Ana"), people.person(name="Ben")
    board = boards.board(ana, ben)
    clients.open("a", server, board.key, session_of(ana))
    clients.open("b", server, board.key, session_of(ben))
    clients.add("a", by=ana.pk, signed="Ana")
    print(server.words)
    assert clients("agree", patience=9000)["ok"], (server.words, clients("look","a"), clients("look","b"))
    print(clients("look", "a"), clients("notes"))
    print(content_of(board))
    print(server.words)
