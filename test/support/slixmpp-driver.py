"""Drives slixmpp over lines of JSON: commands on standard input, events on standard output."""

import asyncio
import json
import ssl
import sys

import slixmpp


def report(**event):
    print(json.dumps(event), flush=True)


class Client(slixmpp.ClientXMPP):
    def __init__(self, options):
        super().__init__(options["jid"], options["password"])
        self.register_plugin("xep_0030")
        self.register_plugin("xep_0045")
        self.register_plugin("xep_0184")
        self.register_plugin("xep_0198")
        self.register_plugin("xep_0199")
        self.register_plugin("xep_0280")
        self.register_plugin("xep_0313")
        # COMPAT: its way of finding the service does not work with Debian's Python.
        self.register_plugin("xep_0363", {"upload_service": slixmpp.JID("upload.localhost")})
        self.way = dict(
            address=("127.0.0.1", options["port"]),
            use_ssl=options["tls"] == "direct",
            force_starttls=options["tls"] == "starttls",
            disable_starttls=options["tls"] == "direct",
        )
        self.is_leaving = False
        self.tasks = set()
        self.ssl_context.check_hostname = False
        self.ssl_context.verify_mode = ssl.CERT_NONE
        self.add_event_handler("session_start", self.on_session_start)
        self.add_event_handler("failed_auth", lambda _: report(event="refused"))
        self.add_event_handler("disconnected", self.on_disconnected)
        self.add_event_handler("sm_enabled", lambda _: report(event="resumable"))
        self.add_event_handler("session_resumed", lambda _: report(event="resumed"))
        self.add_event_handler("message", self.on_message)
        self.add_event_handler("changed_status", self.on_presence)
        self.add_event_handler("receipt_received", lambda m: report(event="receipt", id=m["receipt"]))
        self.add_event_handler("presence_subscribe", lambda p: report(event="asked", jid=str(p["from"].bare)))

    async def on_session_start(self, _):
        await self.get_roster()
        self.send_presence()
        report(event="online", jid=str(self.boundjid))

    def on_disconnected(self, _):
        report(event="disconnected")
        if not self.is_leaving:
            self.loop.call_later(0.2, self.connect_again)

    def connect_again(self):
        self.connect(**self.way)

    def on_presence(self, presence):
        report(event="presence", sender=str(presence["from"].bare), show=presence["type"])

    def on_message(self, message):
        if message["type"] in ("chat", "normal", "groupchat") and message["body"]:
            report(event="message", sender=str(message["from"].bare), body=message["body"], id=message["id"])

    def start(self, work):
        self.tasks.add(asyncio.ensure_future(work))

    def obey(self, command):
        if command["do"] == "send":
            message = self.make_message(mto=command["to"], mbody=command["body"], mtype="chat")
            message["request_receipt"] = True
            message.send()
            report(event="sent", id=message["id"])
        if command["do"] == "history":
            self.start(self.history(command["with"]))
        if command["do"] == "add":
            self.update_roster(command["jid"], name=command["name"])
            self.send_presence(pto=command["jid"], ptype="subscribe")
        if command["do"] == "join":
            self.start(self.join(command["room"]))
        if command["do"] == "say":
            self.send_message(mto=command["room"], mbody=command["body"], mtype="groupchat")
        if command["do"] == "upload":
            self.start(self.upload(command["file"]))
        if command["do"] == "quit":
            self.is_leaving = True
            self.add_event_handler("disconnected", lambda _: self.loop.stop())
            self.disconnect()

    async def join(self, room):
        await self["xep_0045"].join_muc_wait(slixmpp.JID(room), "slixmpp", timeout=10)
        report(event="joined", room=room)

    async def upload(self, file):
        report(event="uploaded", url=await self["xep_0363"].upload_file(file, content_type="text/plain"))

    async def history(self, peer):
        bodies = []
        async for result in self["xep_0313"].iterate(with_jid=slixmpp.JID(peer)):
            bodies.append(result["mam_result"]["forwarded"]["stanza"]["body"])
        report(event="history", bodies=bodies)


async def read_commands(client):
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        client.obey(json.loads(line))
    client.loop.stop()


options = json.loads(sys.argv[1])
client = Client(options)
client.connect(**client.way)
# Who holds no task may lose it: the loop does not hold it either.
commands = asyncio.ensure_future(read_commands(client), loop=client.loop)
client.process(forever=True)
