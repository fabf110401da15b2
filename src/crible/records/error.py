"""Something the user can put right."""


class CribleError(Exception):
    """What happened, where, and what to do about it; it stops the user, so it cannot lack a way out."""

    def __init__(self, what: str, *, where: str = "", do: str) -> None:
        self.what, self.where, self.do = what, where, do
        place = f"\n  where  {where}" if where else ""
        super().__init__(f"{what}{place}\n  do     {do}")
