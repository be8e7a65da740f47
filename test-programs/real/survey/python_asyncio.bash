# A server and 50 connections to it share one event loop of Python's.
# needs: python3

python3 - << 'END'
import asyncio


async def answer(reader, writer):
    writer.write(await reader.read(10))
    await writer.drain()
    writer.close()


async def ask(port, number):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"x%d" % number)
    writer.write_eof()
    reply = await reader.read()
    writer.close()
    return reply


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(await asyncio.gather(*[ask(port, i) for i in range(50)]))


asyncio.run(main())
END
