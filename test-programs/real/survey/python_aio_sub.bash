# Python's asyncio starts eight children and waits for all of them.
# needs: python3

python3 - << 'END'
import asyncio


async def main():
    children = await asyncio.gather(
        *[asyncio.create_subprocess_exec("sleep", "0.05") for _ in range(8)]
    )
    print([await child.wait() for child in children])


asyncio.run(main())
END
