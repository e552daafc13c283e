"""The site: static pages, each a pure function of published documents."""

from boxline.web.site.build import FOLDER, PAGES, front_page, site_files
from boxline.web.site.kinds import Page, PageKind

__all__ = ["FOLDER", "PAGES", "Page", "PageKind", "front_page", "site_files"]
